"""Files in, a file out: opening what strangers sent, decoding it, and writing the MP4.

`failures` what can go wrong, in plain words · `limits` how much a job may take · `source` a file
opened with care · `probe` what a file is · `planes` a picture in memory · `orientation` which way
is up · `colour` one kind of YUV · `matrices` how it is made of RGB · `tone` high dynamic range ·
`deinterlace` half pictures made whole · `animation` pictures that move · `rate` times to a constant
rate · `decode` frames of a clip · `stills` pictures · `encoding` the settings and the MP4. Must not
know persons, scenes or drafts.
"""
