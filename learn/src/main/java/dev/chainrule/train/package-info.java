/// Training: the loop, what it tells listeners, and how it is written down and taken up again. The
/// entry type is `Trainer`; `fit` gives a `Run`.
package dev.chainrule.train;
