"""The test vectors of spec/vectors: good records, and bad ones each named by its one defect."""
