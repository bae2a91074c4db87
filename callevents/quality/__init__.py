"""The mathematics of packet loss, jitter, RTT, R-factor and MOS: pure functions over columns of audio samples.

No events, no input or output, and of the other rooms only `model`. The figures of all channels, of single calls or of
many calls pooled, are worked out at once and by the same formulas.
"""
