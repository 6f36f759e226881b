/** What is typed on a tablet to make it a workspace's own: ten digits, told as "1234 567 890". */
export const deviceCodeShape = /^\d{10}$/;
/** How long somebody has to walk over to the tablet. */
export const deviceCodeMinutes = 10;
