//! Not yet told.
