/** What users give to the fluent interface and get from a plan: values only. */
@NullMarked
package dev.restore.plan;

import org.jspecify.annotations.NullMarked;
