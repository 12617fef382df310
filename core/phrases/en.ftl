### English. Warm, short, plain: what happened, and what to do next.

## First contact
greeting =
    Ready when you are. Drop your video clips here or describe what you want to make.
    Try: “remove the background and put me in an office”, “blur the background”, “trim to the first 10 seconds”.
greeting-local = Your clips stay on this computer.
greeting-bots = Your clips stay on the bot's own computer.
greeting-cloud = Your clips are edited in the Nemo cloud.
greeting-elsewhere = Your clips are edited at { $host }.
help =
    Send a clip and say what to do with it, and you get the finished video back. For example:
    • remove the background and replace it with an office
    • blur the background
    • keep the first 10 seconds
    • add the title “Monday news” for 4 seconds
    Then say “export” for the video, “undo” to go back, “status” for the timeline, “new” to start afresh, “my projects” to return to an earlier one, “cancel” to stop.
how-to-upload = Just send the clip here; MP4, MOV, AVI and WebM work best, up to 500 MB.

## Work in progress
connecting = Connecting…
connected = Connecting… Ready!
fetching-link = ⏳ Fetching your link…
fetching-clip = ⏳ Fetching your clip…
queued = Got it. { $place ->
    [one] One job of yours comes first, then I'll start this one.
   *[other] { $place } jobs of yours come first, then I'll start this one.
}
in-line = ⏳ In line: { $ahead ->
    [one] one video comes first
   *[other] { $ahead } videos come first
}, about { DURATION($seconds) }
looking-up = ⏳ The connection broke. I'm looking whether your edit was done…
editor-down = ⏳ The editor is down at the moment. I keep your clip and try again until it answers.
editor-back = ⏳ The editor is back. Going on…
restarted = Sorry for the wait: I had to restart. Nothing is lost, I'm going on with your clip.
session-rebuilt = The editor lost this project, so its timeline starts afresh. I'm uploading your clips again.
shrinking = ⏳ Making it fit this chat… { $percent }%
stage-upload = Uploading
stage-edit = Editing
stage-render = Rendering
stage-download = Saving
upload-progress = ⏳ Uploading { $percent }%
working = ⏳ Working on it…
still-working = ⏳ Still working…
still-working-for = ⏳ Still working… ({ $minutes } min)
generating = ⏳ Working on your video. This may take a few minutes.
generated-raw = ⏳ The raw clip is there (1 of 2). Now music, titles and effects are added (2 of 2)…
rendering-start = ⏳ Rendering ~30s
rendering-percent = ⏳ { $percent }%
fetching = ⏳ Almost there…

## Results
generated-added = First the clip was made, then the editor added by itself: { $things }. Keep that, or strip it?
video-shrunk = Made smaller to fit this chat.
video-link = It is too large for this chat, so here is a link (good for a week): { $link }
video-link-elsewhere = It is too large for this chat, so here is a link (it expires after a while): { $link }
link-over = This link doesn't lead to a video any more. Ask the bot to export it again.
video-unknown = The video should be above. If it isn't there, tap “Export” and I'll send it again.
hint-vague = Tip: the more concrete, the better – “replace the background with an office” works better than “make it nicer”.
hint-footage = Tip: well-lit footage with clear edges around the person gives the cleanest cut.
hint-credits-low = Your credits are getting low: { NUMBER($available, maximumFractionDigits: 0) } left. Editing a clip takes about 50.
hint-account-ending = This free account ends within a day. Export what you want to keep.
kept = OK, it stays as it is.
cancel-late = That was already done when you stopped it. You can undo it:
video-ready = ✅ Video ready!
video-caption = { DURATION($seconds) }, { MEGABYTES($megabytes) }
claim-link = Keep this project: { $link }
console-done = { $path } — { MEGABYTES($megabytes) }, took { DURATION($seconds) }
edit-done = Done.
edit-silent = Here is what changed:
edit-unchanged = Nothing changed. Tell me more precisely what you would like, for instance “replace the background with an office”.
edit-lost = I lost touch with the editor and can't see that anything was done. Please say it again if you still want it.
change-added = Added: { $thing }
change-removed = Removed: { $thing }
change-altered = Changed: { $thing }
change-altered-how = Changed: { $thing } – { $how }
change-and = { $first }, { $second }
change-more = { $count ->
    [one] … and one more change
   *[other] … and { $count } more changes
}
thing-named = { $what } “{ $name }”
thing-renamed = { $what } “{ $before }” → “{ $after }”
thing-timed = { $thing } ({ $timing })
aspect-changed = { $aspect } { $before } → { $after }
aspect-set = { $aspect } { $after }
aspect-gone = no { $aspect } any more
what-video = Video
what-music = Music
what-title = Title
what-track = Track
what-background = Background
what-canvas = Picture size
what-length = Length
aspect-timing = time
aspect-volume = volume
aspect-position = position
aspect-color = colour
aspect-strength = strength
aspect-size = size
aspect-speed = speed
aspect-reverse = backwards
aspect-freeze = standing still
aspect-turn = turned
aspect-mirror = mirrored
aspect-framing = framing
aspect-side = side
aspect-loudness = loudness
aspect-brightness = brightness
aspect-contrast = contrast
aspect-warmth = warmth
aspect-saturation = colourfulness
aspect-fade-in = fade-in
aspect-fade-out = fade-out
aspect-fade = fade
aspect-corner = corner
aspect-style = style
aspect-ducking = softer under speech
aspect-light = light of the scene
value-seconds = { $amount } s
what-logo = Logo
what-captions = Captions
next-steps = Say “export” for the video, “undo” to go back, or tell me what to change next.

## Questions and quick answers
wish-local = There is no clip to work on yet, and from words alone I can't make a video here. Send a clip of a person and say what to do with it, for instance “put me in an office”.
wish-costs = There is no clip to work on yet. Send one and say what to do with it – or shall I make a video out of your words alone? That takes a few minutes and about 100 credits; you have { NUMBER($available, maximumFractionDigits: 0) }.
wish-dropped = OK, I won't. Send a clip whenever you like.
error-link-streaming = I can't take videos from { $site }. Save the video to your device and send me the file, if it is yours to use.
error-link-folder = That link leads to a folder. Please share the link of the video file itself, so that anyone with the link can open it.
button-dead = That button no longer works.
projects-list = Your projects, newest first. Tap one to go on with it:
projects-none = You have no projects yet. Send a clip to begin.
project-line = { $title } – { AGO($seconds) }
project-untitled = Untitled
project-opened = Back in “{ $title }”.
project-gone = That project is no longer there.
status-lost = The editor no longer has this project. Send your clip again to go on.
status-later = I can't reach the editor right now, so I can't show the timeline.
cancel-sent = The editor is already at it, and that can't be called back. I'll tell you how it ends; you can undo it then.
forget-ask = Shall I delete everything that I keep of this chat: messages, projects and account? That can't be undone.
forgetting = I'm on it. I stop your work first, then I delete everything.
forgotten = Done. I keep nothing of this chat any more.
login-private = Please do that in a private chat with me, never in a group.
login-local = Editing here needs no account.
login-how = To use your own account, send /login followed by its access key. Send /login alone to go back.
login-done = You now work with your own account.
login-done-group = This chat now works with your account: what anybody asks for here uses your credits.
login-rejected = The editor doesn't take this access key. Check it and send /login with it again.
login-again = I was restarted before I could use your access key, and I don't keep it. Please send it again.
login-delete-yourself = Please delete your message with the access key now.
logged-out = You are back on the bot's own account.
settings-own-account = You work with your own account. Send /login alone to go back.
settings-own-account-group = This chat works with the account that one of you brought along.
edit-too-late = I had already begun with your first words. Send the new ones as a message of their own, and I'll do that too.
ask-scenes = show me the scenes
ask-what-to-do = Got your clip. What shall I do with it?
idea-office = replace the background with an office
idea-blur = blur the background
idea-title = add the title “Hello”
button-export = Export
button-undo = Undo
button-status = Status
button-credits = Credits
button-cancel = Cancel
button-new = New project
button-projects = My projects
button-open = Open
button-cancel-one = Take it back
button-again = Try again
button-option = Do that
button-generate = Yes, make it
button-drop-wish = No
button-keep = Keep
button-strip = Strip
button-forget = Yes, delete everything
button-language = Language
button-original = Send videos as files (original quality)
button-watch = Send videos to watch here
credits-local = Editing here is free: there are no credits to run out of.
credits-balance = You have { $available ->
    [one] one credit
   *[other] { NUMBER($available, maximumFractionDigits: 0) } credits
}{ $frozen ->
    [0] {""}
   *[other] {" "}({ NUMBER($frozen, maximumFractionDigits: 0) } reserved for work in progress)
}.
credits-low = That is getting low: editing a clip takes about 50.
status-working = { $count ->
    [one] ⏳ One edit is in work.
   *[other] ⏳ { $count } edits are in work or waiting.
}
status-empty = Nothing is on the timeline yet. Send a clip to begin.
cancelled = Stopped. Nothing more comes of it.
cancelling = { $count ->
    [one] Stopping…
   *[other] Stopping all { $count }…
}
cancel-nothing = There is nothing to stop.
new-project = A fresh start. Send a clip.
language-set = I'll speak English.
language-ask = Which language shall I speak? I know: { LANGUAGES($languages) }.
language-name = { LANGUAGES($language) }
language-unknown = I don't speak that yet. I speak: { LANGUAGES($languages) }.
settings-summary = Language: { LANGUAGES($language) }. Say “language 中文” or “language English” to change it.
settings-original = Videos come as files, in original quality.
settings-watch = Videos come ready to watch here; the app may make their quality lower.

## What went wrong
error-internal = Something went wrong on my side, and I've noted it. Please try again.
error-interrupted = Stopped; nothing was written. Run it again whenever you like.
error-no-instruction = Tell me what to do with the clip, in quotes, for instance “replace the background with an office”.
error-clip = I can't use this clip. Please try another one.
error-clip-missing = I can't find this clip. Check its name, or send it once more.
error-clip-empty = This clip is empty: there is no picture in it. Please save or record it again.
error-clip-unsupported = I can't read this as a video. MP4, MOV, AVI and WebM work best. Save it as one of these and send it again.
error-clip-damaged = This clip is damaged or incomplete. Save or record it again and send that.
error-clip-too-large = This clip is too large: up to { NUMBER($limit_mb, useGrouping: 0) } MB can be edited. Trim or compress it first.
error-clip-too-large-to-fetch = This file is larger than the { NUMBER($limit_mb, useGrouping: 0) } MB that I can fetch from this chat. Send it as a video instead of a file, so that the app makes it smaller; or trim it; or send me a link to it.
error-clip-too-large-to-fetch-door = This file is larger than the { NUMBER($limit_mb, useGrouping: 0) } MB that I can fetch from this chat. Drop it here within a day, and your video comes back to this chat: { $link }
error-clip-too-long = This clip is too long to edit in one go. Trim it and send the part that you need.
error-clip-resolution = This clip has too many pixels. Save it at 4K or below and send it again.
error-clip-unreachable = I can't fetch this clip. If it is a link, check that anyone may open it; or send the file itself.
error-picture-unsupported = I can't use a picture of this kind here. Save it as JPG or PNG and send that.
error-picture-not-clip = This is a picture, and I need a video of a person. Send the video; the picture can become its background.
error-captions = I can't read captions out of this file. Please send an SRT file in UTF-8, with the times of each line, of at most 2,000 lines.
error-captions-not-clip = These are captions, and I need the video that they belong to. Send it with what to do, and they go onto it.
captions-words = add these captions
error-sound-not-clip = This is sound only, and I need a video of a person. Please send the video.
error-no-room = I've run out of room for videos on my side. Please tell whoever runs this bot, and try again later.
error-output = The result can't be saved there. Choose another place with -o, or free some space.
error-backend = The editor had a problem. Please try again in a moment.
error-backend-down = The editor can't be reached right now. Please try again in a few minutes.
error-backend-answer = The editor gave an answer that I can't read. Please try again in a moment.
error-outcome-unknown = I lost touch with the editor, so I can't tell whether it was done. Ask for “status” before you try again.
error-rate-limited = The editor is busy. Please try again in { DURATION($wait_s) }.
error-refused = The editor refused this. Say it in other words, or try a shorter clip.
error-agent = The editor broke off in the middle. Please say it once more.
error-account = There is a problem with the account. Please tell whoever runs this bot.
error-token-rejected = The bot's access to the editor has ended. Please tell whoever runs this bot.
error-token-unavailable = No free account can be had at the moment. Please try again later.
error-out-of-credits-registered = The credits are used up. Top up credits in your account, then try again.
error-out-of-credits-anonymous = The free credits are used up. Register here to go on; your projects are kept: { $link }
error-scope-missing = The bot's account { $scope ->
    [read] may not look at projects
    [write] may not edit
    [upload] may not upload clips
    [render] may not export videos
   *[other] is not allowed to do this
}. Please tell whoever runs this bot.
error-scope-missing-own = Your access key { $scope ->
    [read] may not look at projects
    [write] may not edit
    [upload] may not upload clips
    [render] may not export videos
   *[other] is not allowed to do this
}. Make one that may and send /login with it.
error-token-rejected-own = Your own access key is no longer accepted. Send /login with a new one, or /login alone to use the bot's account.
error-out-of-credits-shared = The credits are used up. Ask whoever runs this bot, or bring an account of your own with /login.
error-export-blocked = Register or upgrade your plan to unlock export.
error-session-lost = The editor no longer has this project. Send your clip again to go on.
error-render = The video could not be made. Please try again.
error-nothing-to-render = There is nothing to export yet. Send a clip and tell me what to do with it.
error-render-failed = The video could not be made, also at the second try. Try a shorter clip, or another edit.
error-render-nobody = I can't find a person in this clip, so there is nobody to put before a new background. Send a clip that shows the person clearly, or say “undo” to keep the background as it is.
error-render-stalled = The video made no progress for too long, so I stopped it. Please try again.
error-download = The video is made, but I can't fetch it. Say “export” to try again.
error-delivery = I can't send this to the chat. Please try again.
error-delivery-forbidden = I may not send videos here. Ask an admin of this group to allow me to send media, then say “export”.
error-delivery-muted = I may not write in that channel: ask an admin to let me see it, write and attach files there, then ask again, or say “export” if your edit is done.
error-delivery-too-large = The video is made, but it is too large for this chat, even at a lower quality. Say “keep the first 60 seconds”, for instance, and export again.
error-chat-gone = This chat takes no messages any more.

## What Telegram shows of the bot
bot-description = Send me a clip of a person and say what to do with it, for instance “remove the background and put me in an office”. You get the finished video back, right here.
bot-short-description = Puts the person in your clip before another background.
command-help = What I can do, with examples
command-export = Make the video of the present project
command-status = What is on the timeline, and what is in work
command-credits = How many credits are left
command-new = Begin a new project
command-projects = Return to an earlier project
command-cancel = Stop what is in work
command-language = Choose my language
command-settings = Language and video quality
command-login = Use your own account
command-forget = Delete everything I keep of this chat

## Discord: commands, forms, and what can't be done as it was asked
command-name-edit = edit
command-name-export = export
command-name-status = status
command-name-credits = credits
command-name-new = new
command-name-projects = projects
command-name-cancel = cancel
command-name-language = language
command-name-settings = settings
command-name-login = login
command-name-forget = forget
command-name-help = help
command-edit = Say what to do with a clip
option-name-prompt = prompt
option-name-clip = clip
option-prompt = What to do, for instance: replace the background with an office
option-clip = The clip; without one the present project is edited
menu-edit-clip = Edit this clip
form-edit-title = Edit this clip
form-edit-words = What shall I do with it?
form-edit-example = remove the background and put me in an office
form-edit-files = Anything to go with it?
form-edit-files-hint = A picture for the background, or another clip
form-login-title = Your own account
form-login-token = The access key of your account
form-login-hint = Nobody else sees it. Empty: back to the account of all.
form-lost = I had to restart meanwhile and no longer know which clip that was. Please open “Edit this clip” once more.
answer-hidden = I can't read that: Discord shows me only messages that mention me. Mention me in it, or use /edit.
clip-hidden = I can't see the message that you answered. Open its menu, then Apps › Edit this clip.
no-clip = There is no clip in that message. Use this on a message with a video, or send me one with /edit.

## The page
page-name = Backdrop
page-skip = Skip to the message box
page-scripts = This page needs JavaScript. Please switch it on and load the page again.
page-new = New project
page-projects = Projects
page-projects-none = Your projects will appear here.
page-projects-open = Show projects
page-projects-close = Hide projects
page-menu = Settings
page-language = Language
page-theme = Appearance
page-theme-system = Match device
page-theme-light = Light
page-theme-dark = Dark
page-log-out = Log out
page-log-out-more = Your projects stay with this browser, for whoever logs in here next.
page-log-out-all = Log out and delete my projects…
page-log-out-ask = Delete all your projects?
page-log-out-ask-more = You are logged out, and all your projects with their messages, clips and videos are deleted for good.
page-log-out-yes = Delete and log out
page-working = Working…
page-now = just now
page-delete = Delete “{ $title }”
page-delete-ask = Delete “{ $title }”?
page-delete-more = Its messages, clips and videos are deleted for good.
page-delete-yes = Delete
page-deleted = Deleted.
page-cancel = Cancel
page-actions = Project actions
page-messages = Messages
page-newer = New messages
page-person = You:
page-bot = Backdrop:
page-welcome = Drop a clip. Say what to change.
page-welcome-more = Put the person in front of a new background, cut the clip, add a title. The finished video comes back right here.
page-welcome-drop = Drop it anywhere on this page, or paste a link.
page-choose = Choose a clip
page-record = Record
page-sample = Try the sample
page-sample-clip = Sample clip
page-sample-making = Making the sample clip…
page-drop = Drop it anywhere
page-ideas = Ideas
page-message = Your message
page-placeholder = Say what to change
page-placeholder-clip = What shall I change?
page-attach = Add clips or pictures
page-send = Send
page-sending = Sending…
page-waiting-clip = Will be sent when the upload finishes.
page-waiting-sample = Will be sent when the sample clip is ready.
page-waiting-before = Will be sent after the message before it.
page-waiting-line = Will be sent when the connection is back.
page-clip-failed = The upload did not work, so this has not been sent.
page-retry = Try again
page-remove = Remove
page-edit-again = Edit
page-start-new = Start a new project with this
page-action-of = { $action }: “{ $text }”
page-choose-first = Choose “{ $name }” again or remove it first.
page-remove-first = Remove “{ $name }” first.
page-length = { $count } of { $limit } characters
page-language-later = Change the language when nothing is being uploaded.
page-upload-of = Upload of “{ $name }”
page-upload-sent = { $sent } of { $size }
page-upload-speed = { $speed }/s
page-upload-left = { $time } left
page-upload-paused = Waiting for connection
page-upload-interrupted = Interrupted. Choose the same file again to go on from { $percent }.
page-upload-again = Choose it again
page-upload-failed = This could not be uploaded.
page-upload-remove = Remove “{ $name }”
page-upload-announced = “{ $name }” is uploaded.
page-too-large = “{ $name }” is too large: up to { $size } can be edited.
page-lost = Connection lost. What you send is kept here and goes out once it is back.
page-found = The connection is back.
page-failed = That did not work. Please try again.
page-original = Original
page-result = Result
page-view = What is shown
page-compare = Compare
page-divider = Divider between original and result
page-divider-at = { $percent } original
page-preparing = Preparing the original for this browser… { $percent }
page-original-unplayable = This browser can't show the original.
page-play = Play
page-pause = Pause
page-mute = Mute
page-unmute = Unmute
page-fullscreen = Full screen
page-fullscreen-leave = Exit full screen
page-time = Position
page-video = The finished video
page-download = Download
page-picture = Picture of the edit
page-open-picture = Open the picture
page-clip = Clip “{ $name }”
page-gone = This file is no longer kept.
page-not-loaded = This video could not be loaded.
page-progress = { $stage }: { $percent }
page-ready = Video ready
page-record-title = Record a clip
page-record-more = Stand in good light, with some room around you. Nothing is sent before you send it.
page-record-start = Start recording
page-record-stop = Stop and use it
page-record-denied = The camera may not be used here. Allow it for this page in your browser, then try again.
page-record-none = There is no camera to record with.
page-record-unsupported = This browser can't record on this page. Choose a clip instead.

## What the page's requests are refused with
page-missing = That is not here (any more). Load the page again.
page-malformed = The page sent something that I can't read. Load it again, then try once more.
page-too-long = That is too long. Say it shorter, or in several messages.
page-slow = Your connection was too slow for that. Please try again.
page-upload-gone = An upload of this message is no longer there. Please add the file once more.
page-upload-resumes = The upload was interrupted. It goes on from where it stopped.
page-uploads-many = Many uploads are still under way. Wait until some are done, then add this one.
page-upload-named = That file is in one of your messages. It goes when you delete its project.
page-share-full = Your clips and videos fill all the room that you have here. Delete projects that you don't need any more, then add this clip again.
page-no-sample = The sample clip can't be made at the moment. Please choose a clip of your own.
page-too-many-pages = This page is open too often. Close some of its tabs.
page-too-many-projects = There are too many projects. Delete one that you no longer need, then send this again.

## The page: who may come in
access-login = Log in
access-login-more = This page is for people who know its password.
access-password = Password
access-wrong = That is not the password.
access-too-many-tries = There were too many wrong passwords. Please try again in { DURATION($seconds) }.
access-nothing-deleted = You were not logged in any more, so nothing was deleted. Log in once more, then choose it again.
access-logged-out = You are not logged in any more. Load the page again to log in.
access-no-name = The login before this page did not say who you are. Please log in there again, or tell whoever runs this page.
access-wrong-host = This page does not answer under this address. Open { $link } instead. A proxy before it has to pass on the address that people open.
access-forwarded = This page is only for the computer on which it runs, but something passes it on to others. Whoever runs it has to set PUBLIC_URL and BACKDROP_WEB_PASSWORD first.
access-foreign = This came from another website, so nothing was done. Open { $link } and do it there.
access-too-many = That was a lot at once. Please go on in { DURATION($seconds) }.
access-fault = Something went wrong on my side. Please try again.

## The door: where clips are dropped for another chat
door-title = Drop your clip here
door-more = It goes into your chat as if you had sent it there, and the result comes back there, too.
door-asked = You said:
door-drop = Or drop it anywhere on this page.
door-words = Say it differently (optional)
door-send = Send to the chat
door-sent-title = It is in your chat
door-sent = The result comes back there. You can close this page.
door-over-title = This link has expired
door-over = It was used, its day has passed, or its chat is gone. Send the clip to the bot again, and it gives you a new link.
door-share-full = What came to this chat by such links fills all the room that there is for it. Files make way for new ones after a day: please try again then.
door-no-login = Please send an access key in the chat itself, not here.
