package dev.ostler.engine;

/**
 * How far a pull or a load has come.
 *
 * @param layer the layer or image that it is about; empty for all
 * @param status what happens, such as {@code Downloading}
 * @param current bytes done; 0 if unknown
 * @param total bytes in all; 0 if unknown
 */
public record TransferProgress(String layer, String status, long current, long total) {}
