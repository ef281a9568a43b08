/// Programs that use Chainrule as one's own would: `./chainrule run FILE` runs each. They know
/// nothing but what is public.
@NullMarked
package dev.chainrule.examples;

import org.jspecify.annotations.NullMarked;
