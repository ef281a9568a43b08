/// Layers: what a network is made of. The entry type is `Layer`, a plain description; building it
/// gives a `Network`. Must not depend on losses, optimisers, data or training.
package dev.chainrule.nn;
