"""The test PKI: roots, issuing CAs, signers and every bad certificate, from one readable file."""
