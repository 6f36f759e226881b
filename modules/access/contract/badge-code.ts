/**
 * What a badge's QR code says: 42 digits, 139 random bits, and nothing else. Digits alone, since a hand scanner types
 * what it reads, and only digits come out the same on an English and a Ukrainian keyboard.
 */
export const badgeCodeShape = /^\d{42}$/;

export const isBadgeCode = (code: string): boolean => badgeCodeShape.test(code);
