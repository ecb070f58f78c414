/** The control protocol of a running supervisor, and its client. */
package dev.ostler.control;
