//! Profiles, organisations, people, concepts and past co-operation as one typed graph.
