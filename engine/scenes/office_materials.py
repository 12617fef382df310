"""Looks of the office scene: procedural Cycles materials, no picture files.

Owns colour, roughness, relief and translucency. Colours are linear RGB in 0..1, sizes metres.
Our own work, Apache-2.0.
"""

from __future__ import annotations

import bpy

Colour = tuple[float, float, float]


class Look:
    """A material under construction: its node tree and its principled shader."""

    def __init__(self, name: str, roughness: float = 0.5, **inputs: float) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]
        self.output = self.tree.nodes["Material Output"]
        self.shader.inputs["Roughness"].default_value = roughness
        for key, value in inputs.items():
            self.shader.inputs[key.replace("_", " ").title()].default_value = value

    def node(self, kind: str, **settings):
        """Add a node; settings are its properties."""
        made = self.tree.nodes.new("ShaderNode" + kind)
        for key, value in settings.items():
            setattr(made, key, value)
        return made

    def join(self, source, target) -> None:
        """Link an output socket to an input socket."""
        self.tree.links.new(source, target)

    def math(self, operation: str, first, second):
        """One arithmetic node; arguments are sockets or numbers; returns its output."""
        made = self.node("Math", operation=operation)
        for socket, value in zip(made.inputs, (first, second), strict=False):
            if isinstance(value, int | float):
                socket.default_value = value
            else:
                self.join(value, socket)
        return made.outputs[0]

    def mix(self, factor, first, second):
        """Blend two colours (sockets or tuples) by factor; returns the colour socket."""
        made = self.node("Mix", data_type="RGBA")
        pairs = ((made.inputs[0], factor), (made.inputs[6], first), (made.inputs[7], second))
        for socket, value in pairs:
            if isinstance(value, tuple):
                socket.default_value = (*value, 1.0)
            elif isinstance(value, int | float):
                socket.default_value = value
            else:
                self.join(value, socket)
        return made.outputs[2]

    def noise(self, scale: Colour, detail: float = 4.0, distortion: float = 0.0):
        """Noise in object space, shifted per object so that no two boards look alike."""
        coords, chance = self.node("TexCoord"), self.node("ObjectInfo")
        shift = self.node("VectorMath", operation="MULTIPLY")
        self.join(chance.outputs["Random"], shift.inputs[0])
        shift.inputs[1].default_value = (37.0, 91.0, 53.0)
        moved = self.node("VectorMath", operation="ADD")
        self.join(coords.outputs["Object"], moved.inputs[0])
        self.join(shift.outputs[0], moved.inputs[1])
        mapping = self.node("Mapping")
        mapping.inputs["Scale"].default_value = scale
        self.join(moved.outputs[0], mapping.inputs["Vector"])
        texture = self.node("TexNoise")
        texture.inputs["Scale"].default_value = 1.0
        texture.inputs["Detail"].default_value = detail
        texture.inputs["Distortion"].default_value = distortion
        self.join(mapping.outputs[0], texture.inputs["Vector"])
        return texture.outputs["Fac"]

    def ramp(self, value, low: float, high: float):
        """Stretch low..high of a value socket to 0..1, clamped."""
        made = self.node("MapRange")
        made.inputs["From Min"].default_value = low
        made.inputs["From Max"].default_value = high
        self.join(value, made.inputs["Value"])
        return made.outputs[0]

    def colour(self, value) -> None:
        """Set the base colour from a tuple or a socket."""
        if isinstance(value, tuple):
            self.shader.inputs["Base Color"].default_value = (*value, 1.0)
        else:
            self.join(value, self.shader.inputs["Base Color"])

    def relief(self, height, strength: float, depth: float) -> None:
        """Bump by a height socket; depth in metres."""
        bump = self.node("Bump")
        bump.inputs["Strength"].default_value = strength
        bump.inputs["Distance"].default_value = depth
        self.join(height, bump.inputs["Height"])
        self.join(bump.outputs[0], self.shader.inputs["Normal"])

    def let_light_through(self, share: float, tint) -> None:
        """Mix in translucency: leaves, cloth and paper glow when lit from behind."""
        glow, blend = self.node("BsdfTranslucent"), self.node("MixShader")
        blend.inputs[0].default_value = share
        if isinstance(tint, tuple):
            glow.inputs["Color"].default_value = (*tint, 1.0)
        else:
            self.join(tint, glow.inputs["Color"])
        self.join(self.shader.outputs[0], blend.inputs[1])
        self.join(glow.outputs[0], blend.inputs[2])
        self.join(blend.outputs[0], self.output.inputs["Surface"])


def plain(name: str, colour: Colour, roughness: float = 0.5, **inputs: float):
    """One colour with a breath of unevenness, for lacquer, metal, ceramic and card."""
    look = Look(name, roughness, **inputs)
    darker = tuple(0.88 * c for c in colour)
    look.colour(look.mix(look.ramp(look.noise((6, 6, 6)), 0.35, 0.65), darker, colour))
    return look.material


def wall_paint(name: str, colour: Colour):
    """Rolled matt paint: faint clouds in the tone and a fine orange-peel relief."""
    look = Look(name, 0.75)
    shade = tuple(0.9 * c for c in colour)
    look.colour(look.mix(look.ramp(look.noise((0.9, 0.9, 0.9), 5), 0.35, 0.65), shade, colour))
    look.relief(look.noise((140, 140, 140), 3), 0.25, 0.002)
    return look.material


def wood(name: str, dark: Colour, light: Colour, grain: str = "X", roughness: float = 0.42):
    """Planed wood with the grain along one local axis; each board gets its own tone."""
    look = Look(name, roughness)

    def stretched(along: float, across: float) -> Colour:
        return tuple(along if axis == grain else across for axis in "XYZ")

    bands = look.ramp(look.noise(stretched(0.7, 9), 6, 1.2), 0.3, 0.7)
    fibres = look.ramp(look.noise(stretched(3, 160), 3), 0.3, 0.7)
    tone = look.node("ObjectInfo").outputs["Random"]
    figure = look.math("ADD", look.math("MULTIPLY", bands, 0.55), look.math("MULTIPLY", tone, 0.25))
    figure = look.math("ADD", figure, look.math("MULTIPLY", fibres, 0.2))
    look.colour(look.mix(figure, dark, light))
    look.relief(fibres, 0.12, 0.001)
    return look.material


def cloth(name: str, colour: Colour, weave: float = 420.0):
    """Woven upholstery: soft sheen, mottled yarn."""
    look = Look(name, 0.9, sheen_weight=0.3)
    yarn = look.noise((weave, weave, weave), 2)
    darker = tuple(0.7 * c for c in colour)
    look.colour(look.mix(look.ramp(yarn, 0.35, 0.65), darker, colour))
    look.relief(yarn, 0.3, 0.001)
    return look.material


def sheer(name: str, colour: Colour, gaps: float):
    """Curtain gauze: translucent yarn with open gaps (share 0..1) between."""
    look = Look(name, 0.9)
    look.colour(colour)
    look.let_light_through(0.55, colour)
    through, blend = look.node("BsdfTransparent"), look.node("MixShader")
    cloth_shader = look.output.inputs["Surface"].links[0].from_socket
    blend.inputs[0].default_value = gaps
    look.join(cloth_shader, blend.inputs[1])
    look.join(through.outputs[0], blend.inputs[2])
    look.join(blend.outputs[0], look.output.inputs["Surface"])
    return look.material


def lamp_shade(name: str, colour: Colour):
    """Linen shade, lit through from within."""
    look = Look(name, 0.9)
    look.colour(colour)
    look.relief(look.noise((300, 300, 900), 2), 0.2, 0.001)
    look.let_light_through(0.5, colour)
    return look.material


def leaf(name: str, dark: Colour, light: Colour, rib: Colour, gloss: float = 0.35):
    """Leaf over a UV sheet (u across, v along): pale midrib, side veins, tone by leaf."""
    look = Look(name, gloss)
    uv = look.node("SeparateXYZ")
    look.join(look.node("UVMap").outputs[0], uv.inputs[0])
    aside = look.math("ABSOLUTE", look.math("SUBTRACT", uv.outputs[0], 0.5), 0)
    tone = look.node("ObjectInfo").outputs["Random"]
    patches = look.math("ADD", look.math("MULTIPLY", look.noise((25, 25, 25)), 0.5),
                        look.math("MULTIPLY", tone, 0.6))
    base = look.mix(look.ramp(patches, 0.1, 0.9), dark, light)
    slant = look.math("SUBTRACT", look.math("MULTIPLY", uv.outputs[1], 14.0),
                      look.math("MULTIPLY", aside, 9.0))
    veins = look.ramp(look.math("ABSOLUTE", look.math("SUBTRACT", look.math("FRACT", slant, 0),
                                                      0.5), 0), 0.1, 0.0)
    base = look.mix(look.math("MULTIPLY", veins, 0.35), base, rib)
    base = look.mix(look.ramp(aside, 0.03, 0.012), base, rib)
    look.colour(base)
    look.relief(veins, 0.25, 0.002)
    look.let_light_through(0.3, look.mix(0.45, base, (0.28, 0.38, 0.09)))
    return look.material


def book_cover(name: str):
    """All spines in one: colour from the object, bands and a blank label by its own chance."""
    look = Look(name, 0.55)
    info = look.node("ObjectInfo")
    place = look.node("SeparateXYZ")
    look.join(look.node("TexCoord").outputs["Generated"], place.inputs[0])
    height, chance = place.outputs[2], info.outputs["Random"]

    def stripe(centre: float, half: float):
        distance = look.math("ABSOLUTE", look.math("SUBTRACT", height, centre), 0)
        return look.math("LESS_THAN", distance, half)

    bands = look.math("MAXIMUM", stripe(0.1, 0.008), stripe(0.9, 0.008))
    bands = look.math("MULTIPLY", bands, look.math("GREATER_THAN", chance, 0.45))
    inner = look.math("LESS_THAN", look.math("ABSOLUTE", look.math(
        "SUBTRACT", place.outputs[0], 0.5), 0), 0.3)
    label = look.math("MULTIPLY", stripe(0.68, 0.11), inner)
    label = look.math("MULTIPLY", label, look.math("LESS_THAN", chance, 0.35))
    worn = look.mix(look.ramp(look.noise((30, 30, 30), 5), 0.2, 0.8), info.outputs["Color"],
                    (0.5, 0.47, 0.42))
    cover = look.mix(0.12, info.outputs["Color"], worn)
    accent = look.mix(0.75, info.outputs["Color"], (0.75, 0.66, 0.48))
    look.colour(look.mix(look.math("MAXIMUM", bands, label), cover, accent))
    return look.material


def daylight_view(name: str, strength: float):
    """What the window looks out on, far out of focus: trees below, a pale bright sky above."""
    look = Look(name)
    place = look.node("SeparateXYZ")
    look.join(look.node("TexCoord").outputs["Generated"], place.inputs[0])
    ragged = look.math("ADD", place.outputs[2], look.math(
        "MULTIPLY", look.math("SUBTRACT", look.noise((0.9, 0.9, 0.9), 6), 0.5), 0.5))
    trees = look.mix(look.ramp(look.noise((2.5, 2.5, 2.5), 6), 0.35, 0.65),
                     (0.16, 0.26, 0.12), (0.5, 0.62, 0.36))
    view = look.mix(look.ramp(ragged, 0.42, 0.6), trees, (0.86, 0.94, 1.0))
    light = look.node("Emission")
    light.inputs["Strength"].default_value = strength
    look.join(view, light.inputs["Color"])
    look.join(light.outputs[0], look.output.inputs["Surface"])
    return look.material
