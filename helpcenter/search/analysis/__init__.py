"""Text becomes terms here, the same way for articles and for queries; knows nothing of indexes."""
