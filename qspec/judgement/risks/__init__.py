"""What a sampling plan lets through and turns away: probabilities, bounds, and the sentences that tell them."""
