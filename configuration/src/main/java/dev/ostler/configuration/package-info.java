/** Reads YAML files into records, strictly: every error with its line and column. */
package dev.ostler.configuration;
