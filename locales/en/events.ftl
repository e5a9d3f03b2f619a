# `events`: the stored notifications.

events-none = no notifications
events-headers = headers:
events-resource = resource:
events-unknown-id = no notification has the id { $id }
    .help = `wechatpay events list` shows the ids
events-unknown-type = --type: no event type matches '{ $type }'; did you mean { $nearest }?
    .help = `wechatpay events stats` lists the types in the store
events-exported = { $count ->
        [one] { $count } notification
       *[other] { $count } notifications
    } written to { $path }
events-nothing-chosen = no notification is chosen: give ids, or a filter such as --state dead or --since 1h
    .help = `wechatpay events list` shows the ids
events-queued = { $count ->
        [one] { $count } delivery
       *[other] { $count } deliveries
    } queued; a running serve-notify sends { $count ->
        [one] it
       *[other] them
    }
events-column-received-at = received_at
events-column-event-type = event_type
events-column-about = number
events-column-state = state
events-column-repeats = sent again
events-column-id = id
events-column-target = target
events-column-attempts = attempts
events-column-at = at
events-column-outcome = outcome
events-column-time = time
events-column-total = total
events-column-duplicates = of an earlier event, under a new id
events-column-count = count
events-column-first = first
events-column-last = last
