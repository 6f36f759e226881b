import { expect, test } from "vitest";
import { networkOf, signInAttempt } from "./sign-in-limit.ts";

test("a network is an IPv4 address or an IPv6 /64, however it is written", () => {
  expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("::ffff:203.0.113.7")).toBe("203.0.113.7");
  const one = networkOf("2001:db8:0:2::1");
  expect(one).toBe("2001:db8:0:2::/64");
  expect(networkOf("2001:0DB8:0000:0002:ffff:ffff:ffff:ffff")).toBe(one);
  expect(networkOf("2001:db8:0:3::1")).not.toBe(one);
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  expect(networkOf("")).toBe("unknown");
  expect(networkOf("nonsense")).toBe("unknown");
});

test("a pair is one e-mail in any letters, and its key does not say which", () => {
  const one = signInAttempt("203.0.113.7", "Olena@Example.com ");
  expect(one).toEqual(signInAttempt("203.0.113.7", "olena@example.com"));
  expect(one.pair).not.toBe(signInAttempt("203.0.113.7", "other@example.com").pair);
  expect(one.pair).not.toBe(signInAttempt("203.0.113.8", "olena@example.com").pair);
  expect(one.pair).not.toMatch(/olena/i);
});
