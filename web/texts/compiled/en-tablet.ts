// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.
import type { Catalogue } from "../catalogue.ts";

export const enTablet: Catalogue<"tablet"> = {
  language: "en",
  namespace: "tablet",
  messages: {
    "tablet.badge.asking": ["One moment…"],
    "tablet.badge.none": ["This is not a badge."],
    "tablet.badge.show": ["Show your badge"],
    "tablet.badge.text": ["Hold the code of your badge before the camera."],
    "tablet.badge.textOf": [["name"],", hold the code of your badge before the camera."],
    "tablet.face.order": ["№",["number"]],
    "tablet.face.signedIn": ["signed in here today"],
    "tablet.face.since": ["since ",["time"]],
    "tablet.faces.working": ["Working now: ",["count"]],
    "tablet.offline.kept": [["count","plural",{"one":["#"," tap is saved on this tablet."],"other":["#"," taps are saved on this tablet."]}]],
    "tablet.offline.text": ["No connection. Whoever signed in on this tablet in this shift can go on; what they tap is marked “identity not checked”."],
    "tablet.register.back": ["Back to the sign-in"],
    "tablet.register.code": ["Code, ten digits"],
    "tablet.register.do": ["Register"],
    "tablet.register.text": ["A supervisor finds the code in the office, under Settings → Devices. It is good for ten minutes."],
    "tablet.register.title": ["Register this tablet"],
    "tablet.scan.otherWorkspace": ["This job card is of another workspace."],
    "tablet.scan.ownPhone": ["Badges work on shared tablets. This is your own phone."],
    "tablet.scan.text": ["Hold a job card or a badge before the camera, or type the order’s number."],
    "tablet.scan.textOwnPhone": ["Hold a job card before the camera, or type the order’s number."],
    "tablet.scan.title": ["Scan"],
    "tablet.scan.unknown": ["This is neither a job card nor a badge."],
  },
};
