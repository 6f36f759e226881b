/** Cards of what waits in My Stages: so many at first, so many more with each tap, and no more than the most. */
export const waitingShown = { first: 50, most: 200 } as const;
