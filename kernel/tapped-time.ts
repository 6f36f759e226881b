/** How far back a device's word is taken, in milliseconds: 72 hours. */
export const longestKept = 72 * 3_600_000;

/** When somebody did what arrives now: the device's clock then, and by how much the server's was ahead of it. */
export type DeviceTime = {
  readonly at: Date;
  /** milliseconds; below zero where the device's clock is ahead */
  readonly offset: number;
};

/**
 * When it was done, as far as a device is believed: not before what it told of last, not earlier than 72 hours ago,
 * not after now. `last` may lie after `now` by the difference of two servers' clocks: then it is now.
 */
export function tappedTime({ at, offset }: DeviceTime, last: Date | null, now: Date): Date {
  const earliest = Math.max(now.getTime() - longestKept, last?.getTime() ?? -Infinity);
  const told = at.getTime() + offset;
  // What is no time at all is believed nothing.
  if (!Number.isFinite(told)) return now;
  return new Date(Math.min(now.getTime(), Math.max(earliest, told)));
}
