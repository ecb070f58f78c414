package dev.ostler.fleet;

/**
 * A file as it is in a container.
 *
 * @param content what is in it
 * @param mode permissions
 * @param user number of its owner
 * @param group number of its group
 */
record FileView(FileContent content, int mode, long user, long group) {}
