//! What words mean: a thesaurus with complements, a tagger, and text features.
