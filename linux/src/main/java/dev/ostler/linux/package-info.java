/** Processes, signals, exits, file events and atomic exchange, as the Linux kernel offers them. */
package dev.ostler.linux;
