/**
 * A small shop, its tests ({@link dev.restore.examples.seeding.ShopTests}), and what prints how four tools do that give these tests their
 * rows ({@link dev.restore.examples.seeding.Comparison}).
 */
@NullMarked
package dev.restore.examples.seeding;

import org.jspecify.annotations.NullMarked;
