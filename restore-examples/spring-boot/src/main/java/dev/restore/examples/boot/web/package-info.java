/** Backups and runs by REST; openapi.yaml beside the page describes it. */
@NullMarked
package dev.restore.examples.boot.web;

import org.jspecify.annotations.NullMarked;
