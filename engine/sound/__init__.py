"""What a result sounds like: its clips' sound at their speed and level, and the music under it.

`samples` sound in memory · `decode` a file's samples from any time on · `backwards` the same, last
first · `tempo` faster or slower at the same pitch · `filters` FFmpeg's filters · `loudness` how
loud, and the ceiling · `duck` music that makes way · `cuts` what is heard when · `mix` all of it
together · `tracks` its way into the file. Must not know pictures, drafts or words.
"""
