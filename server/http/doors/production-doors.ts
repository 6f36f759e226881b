import { addStopReason } from "#commands/production/add-stop-reason.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { changeStopReason } from "#commands/production/change-stop-reason.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { previewOrder } from "#commands/production/preview-order.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { releaseRunEarly } from "#commands/production/release-run-early.ts";
import { reserveOrder } from "#commands/production/reserve-order.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import { listStopReasons } from "#modules/production/views/list-stop-reasons.ts";
import { productionViews } from "./production-views.ts";

export const productionDoors = {
  commands: {
    createOrder,
    changeOrder,
    cancelOrder,
    reserveOrder,
    startRun,
    pauseRun,
    resumeRun,
    recordProgress,
    finishRun,
    cancelStart,
    blockRun,
    unblockRun,
    releaseRunEarly,
    reassignRun,
    addStopReason,
    changeStopReason,
  },
  views: { previewOrder, listStopReasons, ...productionViews },
};
