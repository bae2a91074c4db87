# By call: how many events, and the packets of each channel. Run with -n on a plain log.
def packets(stats):
    map(select(.[1] == stats)) | {packets_lost: (map(.[2]) | add // 0), packets_count: (map(.[3]) | add // 0)};

[inputs.detail | [.callId, .stats, .packetsLost, .packetsCount]]
# Sorting took a quarter of the time of an object that is updated event by event.
| group_by(.[0])
| map({
    call_id: .[0][0],
    events: length,
    audio: {input: packets("inputChannelStats"), output: packets("outputChannelStats")}
})
