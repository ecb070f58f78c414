/** Containers and their files on many hosts: observe, plan, execute. */
package dev.ostler.fleet;
