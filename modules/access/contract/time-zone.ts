import { z } from "zod";

export const timeZoneField = z.string().max(60).refine(isTimeZone, "time_zone_unknown");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
