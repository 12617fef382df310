"""The picture: who is in it, where exactly the person ends, and what is laid behind and over.

`shrink` small pictures · `person` the networks · `follow` masks through time · `tidy` a mask put in
order · `guided` the filter that finds hair · `tiles` and `compose` the edge, in the planes ·
`surroundings` and `background` what is behind · `placement` where a clip lies · `fonts` and
`titles` words. Must not know files, containers, drafts or processes.
"""
