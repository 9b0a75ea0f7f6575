package aurora.keep.driver;

import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.keep.files.Places;

/**
 * This machine, as a driver uses it.
 *
 * @param places where files lie
 * @param spawner starts children
 * @param ports chooses where they listen
 */
public record Host(Places places, Spawner spawner, Ports ports) {}
