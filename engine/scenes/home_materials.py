"""More looks for the rooms: brick, concrete, leather, glow, clear glass, foam.

Owns colour, roughness, relief and glow. Colours are linear RGB in 0..1, sizes metres. Our own
work, Apache-2.0.
"""

from __future__ import annotations

from office_materials import Colour, Look


def glow(name: str, colour: Colour, strength: float):
    """Surface that shines by itself: opal glass, a strip of light."""
    look = Look(name)
    light = look.node("Emission")
    light.inputs["Color"].default_value = (*colour, 1.0)
    light.inputs["Strength"].default_value = strength
    look.join(light.outputs[0], look.output.inputs["Surface"])
    return look.material


def clear_glass(name: str):
    """Thin glass without the cost of refraction: mostly see-through, a little gloss."""
    look = Look(name, 0.05)
    look.colour((0.9, 0.95, 0.95))
    through, blend = look.node("BsdfTransparent"), look.node("MixShader")
    blend.inputs[0].default_value = 0.86
    look.join(look.shader.outputs[0], blend.inputs[1])
    look.join(through.outputs[0], blend.inputs[2])
    look.join(blend.outputs[0], look.output.inputs["Surface"])
    return look.material


def brick(name: str, colours: tuple[Colour, Colour]):
    """Fired clay: each brick has its own tone between two, with specks and a rough face."""
    look = Look(name, 0.85)
    tone = look.node("ObjectInfo").outputs["Random"]
    base = look.mix(tone, *colours)
    burnt = look.mix(look.ramp(tone, 0.82, 0.95), base, tuple(0.6 * c for c in colours[0]))
    specks = look.ramp(look.noise((60, 60, 60), 5), 0.42, 0.62)
    look.colour(look.mix(look.math("MULTIPLY", specks, 0.35), burnt,
                         tuple(0.55 * c for c in colours[0])))
    look.relief(look.noise((45, 45, 45), 5), 0.6, 0.006)
    return look.material


def concrete(name: str, colour: Colour, roughness: float = 0.6):
    """Trowelled concrete: large clouds, fine pores."""
    look = Look(name, roughness)
    clouds = look.ramp(look.noise((0.7, 0.7, 0.7), 7, 0.6), 0.32, 0.68)
    pores = look.ramp(look.noise((35, 35, 35), 4), 0.3, 0.7)
    shade = tuple(0.68 * c for c in colour)
    figure = look.math("ADD", look.math("MULTIPLY", clouds, 0.75), look.math("MULTIPLY", pores, 0.25))
    look.colour(look.mix(figure, shade, colour))
    look.relief(pores, 0.15, 0.002)
    return look.material


def leather(name: str, colour: Colour):
    """Waxed hide: worn lighter in patches, fine grain."""
    look = Look(name, 0.42, coat_weight=0.12)
    worn = tuple(min(1.0, 1.5 * c + 0.02) for c in colour)
    patches = look.ramp(look.noise((5, 5, 5), 5, 0.8), 0.4, 0.75)
    look.colour(look.mix(look.math("MULTIPLY", patches, 0.6), colour, worn))
    look.relief(look.noise((220, 220, 220), 3), 0.2, 0.001)
    return look.material
