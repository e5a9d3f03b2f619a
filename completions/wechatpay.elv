# Completions of wechatpay for Elvish; `wechatpay completions --install` puts this file in its place.

use str

set edit:completion:arg-completer[wechatpay] = {|@words|
    var program = wechatpay
    if (not (has-external $program)) {
        set program = $words[0]
    }
    var lines = []
    try {
        set lines = [((external $program) __complete elvish (- (count $words) 1) $@words 2>/dev/null | from-lines)]
    } catch e {
        set lines = []
    }
    if (> (count $lines) 0) {
        var kind prefix = (str:split "\t" $lines[0])
        if (eq $kind values) {
            for line $lines[1..] {
                var value about = (str:split "\t" $line)
                var shown = $value
                if (not-eq $about '') {
                    set shown = $value' ('$about')'
                }
                edit:complex-candidate $value &display=$shown
            }
        } elif (eq $kind commands) {
            edit:complete-filename $@words
        } else {
            edit:complete-filename $@words
        }
    }
}
