//! Tables, maps, figures and one page from a finished study; computes nothing new.
