//! Makes believable workshops from a seed; all of it is marked synthetic.
