package dev.ostler.control;

/**
 * Figures for a monitoring system.
 *
 * @param text in the text format of Prometheus and OpenMetrics
 */
public record Metrics(String text) implements Answer {}
