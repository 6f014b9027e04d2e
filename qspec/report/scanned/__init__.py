"""What a scan of documents found: one file per output, each a function of the documents' scans."""
