"""Where signing keys are kept: soft keys and PKCS#12 files, for practice only."""
