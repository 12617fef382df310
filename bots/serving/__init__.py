"""What is served over HTTP, whichever platform or page asks for it: files, uploads, languages.

Must not know any platform.
"""
