/**
 * A gallery of named graphs, each drawn above its definition, for tests that want to talk about a
 * shape. The notation is `workloadOf`'s.
 */

export const GRAPHS = {
  /*
   *   a(3) ─→ b(5) ─┐
   *     └───→ c(2) ─┴→ d(4)
   */
  diamond: "a:3 -> b:5, a -> c:2, b c -> d:4",

  /*
   *   a(2) ─→ b(2) ─→ c(2) ─→ d(2)        nothing to run side by side
   */
  chain: "a:2 -> b:2 -> c:2 -> d:2",

  /*
   *   a(4)  b(4)  c(4)  d(4)              nothing to wait for
   */
  independent: "a:4 b:4 c:4 d:4",

  /*
   *          ┌→ b(3)
   *   a(1) ──┼→ c(3)
   *          └→ d(3)
   */
  fan: "a:1 -> b:3 c:3 d:3",

  /*
   *   a(3) ─┐
   *   b(1) ─┼→ d(2)
   *   c(2) ─┘
   */
  funnel: "a:3 b:1 c:2 -> d:2",

  /*
   *   a(3) ────────→ i(9)                 Graham 1969: 12 with three threads, 15 with four:
   *   b(2)                                the fourth lets e f g h in before i.
   *   c(2)   ┌→ e(4)
   *   d(2) ──┼→ f(4)
   *          ├→ g(4)
   *          └→ h(4)
   */
  moreThreadsAreSlower: "a:3 -> i:9, b:2, c:2, d:2 -> e:4 f:4 g:4 h:4",

  /*
   *   a(6) ─→ d(3)          Two threads: 9. With b a tenth faster e overtakes d, and it is 9.4.
   *   b(6) ─→ e(1)
   *   c(1)
   */
  fasterIsLonger: "a:6 -> d:3, b:6 -> e:1, c:1",

  /*
   *   a(3) b(3) c(3) d(3)      a row of short roots sorted before a chain,
   *   x(4) ─→ y(4) ─→ z(4)     so first come, first served starts the chain last
   */
  shortRootsBeforeChain: "a:3 b:3 c:3 d:3, x:4 -> y:4 -> z:4",

  /*
   *   h1/1(4)  h2/1(4)  h3/1(4)           heavy, hint 1: one seat
   *   l1/4(2)  l2/4(2)  l3/4(2)           light, hint 4
   */
  heavyAndLight: "h1:4/1 h2:4/1 h3:4/1 l1:2/4 l2:2/4 l3:2/4",
} as const;
