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
import { confirmWork } from "#commands/production/confirm-work.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { releaseRunEarly } from "#commands/production/release-run-early.ts";
import { reserveOrder } from "#commands/production/reserve-order.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import { decideCorrection } from "#commands/production/corrections/decide-correction.ts";
import {
  previewMaterialCorrection,
  previewTimeCorrection,
} from "#commands/production/corrections/preview-correction.ts";
import { proposeMaterialCorrection } from "#commands/production/corrections/propose-material-correction.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { stopForgotten } from "#commands/production/corrections/stop-forgotten.ts";
import { withdrawCorrection } from "#commands/production/corrections/withdraw-correction.ts";
import { addDefectReason } from "#commands/production/add-defect-reason.ts";
import { changeDefectReason } from "#commands/production/change-defect-reason.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { changeUpsells } from "#commands/production/change-upsells.ts";
import { dissolveBatch } from "#commands/production/aggregation/dissolve-batch.ts";
import { gatherOrders } from "#commands/production/aggregation/gather-orders.ts";
import { leaveBatch } from "#commands/production/aggregation/leave-batch.ts";
import { previewGathering } from "#commands/production/aggregation/preview-gathering.ts";
import { proposeGathering } from "#commands/production/aggregation/propose-gathering.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { leaveRun } from "#commands/production/leave-run.ts";
import { letGo } from "#commands/production/let-go.ts";
import { makeShortage } from "#commands/production/make-shortage.ts";
import { mergeLots } from "#commands/production/merge-lots.ts";
import { moveReservation } from "#commands/production/move-reservation.ts";
import { pickMaterial } from "#commands/production/pick-material.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { releaseReservation } from "#commands/production/release-reservation.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { spreadRuns } from "#commands/production/spread-runs.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { previewUndo } from "#commands/production/preview-undo.ts";
import { listStopReasons } from "#modules/production/views/list-stop-reasons.ts";
import { addSavedView } from "#commands/production/saved-views/add-saved-view.ts";
import { changeSavedView } from "#commands/production/saved-views/change-saved-view.ts";
import { chooseOpeningView } from "#commands/production/saved-views/choose-opening-view.ts";
import { chatCommands } from "./chat-commands.ts";
import { productionViews } from "./production-views.ts";

export const productionDoors = {
  commands: {
    createOrder,
    gatherOrders,
    dissolveBatch,
    leaveBatch,
    changeOrder,
    cancelOrder,
    reserveOrder,
    startRun,
    pauseRun,
    resumeRun,
    recordProgress,
    confirmWork,
    finishRun,
    cancelStart,
    blockRun,
    unblockRun,
    releaseRunEarly,
    reassignRun,
    addStopReason,
    changeStopReason,
    addDefectReason,
    changeDefectReason,
    changeQuantity,
    changeUpsells,
    joinRun,
    leaveRun,
    letGo,
    makeShortage,
    mergeLots,
    moveReservation,
    pickMaterial,
    reportDefect,
    releaseReservation,
    reopenRun,
    resolveEscalation,
    splitLot,
    spreadRuns,
    undoWork,
    proposeTimeCorrection,
    proposeMaterialCorrection,
    decideCorrection,
    withdrawCorrection,
    stopForgotten,
    addSavedView,
    changeSavedView,
    chooseOpeningView,
    ...chatCommands,
  },
  views: {
    previewOrder,
    previewGathering,
    proposeGathering,
    previewUndo,
    previewTimeCorrection,
    previewMaterialCorrection,
    listStopReasons,
    ...productionViews,
  },
};
