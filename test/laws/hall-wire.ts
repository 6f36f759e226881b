import type { SentAnswer } from "#web/floor/outbox/kept-tap.ts";

/**
 * What the network does with the next request of a phone: the answer is lost; the request is; it is held up somewhere,
 * arrives some time later, and the phone is cut off meanwhile; it arrives twice at once; it is the only one that gets
 * through before the network is gone again.
 */
export const troubles = ["loseAnswer", "loseRequest", "stall", "twice", "trickle"] as const;
export type Trouble = (typeof troubles)[number];
export type OnWire = { online: boolean; trouble: Trouble | null };

type Arriving = () => Promise<SentAnswer>;
const gone: SentAnswer = { ok: false, refusal: { code: "no_connection", message: "" } };

export function openWire(meet: (word: string) => void) {
  const envelopes: Arriving[] = [];
  const disagreed: string[] = [];

  async function twice(arrive: Arriving): Promise<SentAnswer> {
    meet("twice at once");
    const [one, other] = await Promise.all([arrive(), arrive()]);
    // One of two may be told to come again; what is an answer is the same for both.
    const said = [one, other].filter((answer) => answer.ok || answer.refusal.code !== "try_again");
    const different = new Set(said.map((answer) => (answer.ok ? "done" : answer.refusal.code)));
    if (different.size > 1)
      disagreed.push(`Two copies at once were answered ${[...different].join(" and ")}`);
    return one;
  }

  return {
    /** Two copies of one request that were answered differently. */
    disagreed,
    async carry(phone: OnWire, arrive: Arriving): Promise<SentAnswer> {
      const { trouble } = phone;
      phone.trouble = null;
      if (trouble === "loseRequest") return gone;
      envelopes.push(arrive);
      if (trouble === "stall") {
        meet("held up");
        phone.online = false;
        return gone;
      }
      const answer = trouble === "twice" ? await twice(arrive) : await arrive();
      if (trouble === "trickle") {
        meet("one got through");
        phone.online = false;
      }
      if (trouble !== "loseAnswer") return answer;
      meet("answers lost");
      return gone;
    },
    /** One that was sent some time ago arrives now, perhaps for the first time. */
    async arriveLate(which: number): Promise<void> {
      const late = envelopes[which % Math.max(1, envelopes.length)];
      if (late === undefined) return;
      meet("late copies");
      await late();
    },
    async arriveAll(): Promise<void> {
      for (const late of envelopes) await late();
    },
  };
}
