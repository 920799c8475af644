/** Finds a thread count above what the database serves at a time by its default settings. */
import { adapterLimit } from "../adapterLimits";
import type { Rule } from "../rule";
import { threadsFix } from "./threadsFix";

export const threadsAboveAdapterLimit: Rule = {
  code: "threads-above-adapter-limit",
  severity: "warning",
  title: "The run has more threads than the database serves at a time",

  *check({ project }) {
    const { adapter, threads } = project;
    const limit = adapterLimit(adapter);
    if (limit === undefined || threads.site === undefined) return;
    if (threads.effective <= limit.threads) return;
    yield {
      ...threads.site,
      message: `${threads.effective} threads, but ${adapter} serves ${limit.threads} at a time: ${limit.because}. Further threads wait or fail.`,
      fixes: threadsFix(project, threads.site, limit.threads),
    };
  },
};
