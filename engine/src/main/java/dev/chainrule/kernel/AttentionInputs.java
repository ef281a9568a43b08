package dev.chainrule.kernel;

import java.util.Optional;

/// What attention is computed of: as many matrices of each kind.
///
/// @param queries `[queries, features]`
/// @param keys `[keys, features]`
/// @param values `[keys, outputs]`
/// @param mask `[queries, keys]`, added to the scores
public record AttentionInputs(
    Matrices queries, Matrices keys, Matrices values, Optional<Matrices> mask) {}
