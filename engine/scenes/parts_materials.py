"""More looks for the background scenes: tiles, brick, stone, glass, chalk, screens and dusk.

Owns procedural Cycles materials that the office did not need; no shapes, no placement, no picture
files. Colours are linear RGB in 0..1, sizes metres, light strengths Cycles' units. Our own work,
Apache-2.0.
"""

from __future__ import annotations

import bpy
from office_materials import Colour, Look


def _wall_coords(look: Look, plane: str):
    """Object coordinates of a face in plane "xz", "yz" or "xy", laid into the texture's x and y."""
    place, flat = look.node("SeparateXYZ"), look.node("CombineXYZ")
    look.join(look.node("TexCoord").outputs["Object"], place.inputs[0])
    for index, axis in enumerate(plane):
        look.join(place.outputs["xyz".index(axis)], flat.inputs[index])
    return flat.outputs[0]


def _courses(look: Look, plane: str, size: tuple[float, float], joint: float, offset: float):
    """Brick texture of stones of a size (width, height) with joints; returns (tone, is_joint)."""
    bricks = look.node("TexBrick", offset=offset, offset_frequency=2, squash=1.0)
    look.join(_wall_coords(look, plane), bricks.inputs["Vector"])
    for key, value in (("Scale", 1.0), ("Mortar Size", joint / 2), ("Mortar Smooth", 0.15),
                       ("Bias", 0.0), ("Brick Width", size[0]), ("Row Height", size[1])):
        bricks.inputs[key].default_value = value
    bricks.inputs["Color1"].default_value = (0, 0, 0, 1)
    bricks.inputs["Color2"].default_value = (1, 1, 1, 1)
    bricks.inputs["Mortar"].default_value = (0.5, 0.5, 0.5, 1)
    return bricks.outputs["Color"], bricks.outputs["Fac"]


def tiles(name: str, first: Colour, second: Colour, grout: Colour, size: tuple[float, float],
          plane: str = "xz", offset: float = 0.5, roughness: float = 0.18):
    """Glazed tiles; each has a tone between first and second."""
    look = Look(name, roughness)
    tone, joint = _courses(look, plane, size, 0.004, offset)
    body = look.mix(look.ramp(look.noise((5, 5, 5), 3), 0.3, 0.7), look.mix(tone, first, second),
                    first)
    look.colour(look.mix(joint, body, grout))
    swell = look.math("MULTIPLY", look.noise((9, 9, 9), 2), 0.35)
    look.relief(look.math("SUBTRACT", swell, joint), 0.5, 0.003)
    return look.material


def brick(name: str, dark: Colour, light: Colour, mortar: Colour, plane: str = "xz"):
    """Old brick in running bond, rough, with worn joints."""
    look = Look(name, 0.85)
    tone, joint = _courses(look, plane, (0.225, 0.075), 0.011, 0.5)
    body = look.mix(look.ramp(look.noise((14, 14, 14), 6), 0.25, 0.75), dark, light)
    body = look.mix(look.math("MULTIPLY", tone, 0.55), body, light)
    body = look.mix(look.math("MULTIPLY", look.ramp(look.noise((1.6, 1.6, 1.6), 5), 0.5, 0.8),
                              0.3), body, mortar)
    look.colour(look.mix(joint, body, mortar))
    rough = look.math("MULTIPLY", look.noise((45, 45, 45), 5), 0.4)
    look.relief(look.math("SUBTRACT", rough, joint), 0.7, 0.006)
    return look.material


def stone(name: str, ground: Colour, vein: Colour, roughness: float = 0.25, scale: float = 2.5):
    """Polished stone: clouds and a few thin wandering veins."""
    look = Look(name, roughness)
    clouds = look.ramp(look.noise((scale, scale, scale), 6, 1.0), 0.35, 0.75)
    drift = look.noise((scale * 0.8, scale * 0.8, scale * 0.8), 8, 2.2)
    thin = look.ramp(look.math("ABSOLUTE", look.math("SUBTRACT", drift, 0.5), 0), 0.022, 0.0)
    soft = tuple(0.75 * g + 0.25 * v for g, v in zip(ground, vein, strict=True))
    look.colour(look.mix(look.math("MULTIPLY", thin, 0.7), look.mix(clouds, ground, soft), vein))
    return look.material


def concrete(name: str, colour: Colour, roughness: float = 0.6):
    """Trowelled concrete: broad stains, fine grain, a few pores."""
    look = Look(name, roughness)
    darker = tuple(0.72 * c for c in colour)
    stains = look.ramp(look.noise((1.1, 1.1, 1.1), 7, 0.6), 0.3, 0.7)
    grain = look.noise((60, 60, 60), 4)
    look.colour(look.mix(look.math("MULTIPLY", grain, 0.25), look.mix(stains, darker, colour),
                         darker))
    look.relief(grain, 0.15, 0.002)
    return look.material


def metal(name: str, colour: Colour, roughness: float = 0.3, brushed: str = "X"):
    """Brushed metal with fine lines along a local axis."""
    look = Look(name, roughness, metallic=1.0)
    along = tuple(2.0 if axis == brushed else 260.0 for axis in "XYZ")
    lines = look.noise(along, 2)
    darker = tuple(0.8 * c for c in colour)
    look.colour(look.mix(lines, darker, colour))
    look.relief(lines, 0.05, 0.0005)
    return look.material


def thin_glass(name: str, tint: Colour = (0.93, 0.96, 0.95), mirror: float = 0.1):
    """Pane or jar without refraction: cheap, no caustics; mirror is the share that reflects."""
    look = Look(name)
    through, gloss, blend = (look.node("BsdfTransparent"), look.node("BsdfGlossy"),
                             look.node("MixShader"))
    through.inputs["Color"].default_value = (*tint, 1.0)
    gloss.inputs["Roughness"].default_value = 0.03
    facing = look.node("LayerWeight")
    facing.inputs["Blend"].default_value = 0.25
    look.join(look.math("ADD", look.math("MULTIPLY", facing.outputs["Facing"], 0.5), mirror),
              blend.inputs[0])
    look.join(through.outputs[0], blend.inputs[1])
    look.join(gloss.outputs[0], blend.inputs[2])
    look.join(blend.outputs[0], look.output.inputs["Surface"])
    return look.material


def glow(name: str, colour: Colour, strength: float):
    """Evenly lit surface: an opal lamp, a light strip."""
    look = Look(name)
    light = look.node("Emission")
    light.inputs["Color"].default_value = (*colour, 1.0)
    light.inputs["Strength"].default_value = strength
    look.join(light.outputs[0], look.output.inputs["Surface"])
    return look.material


def chalkboard(name: str, colour: Colour):
    """Matt board with the clouds that a wiped-off lesson leaves."""
    look = Look(name, 0.7)
    wiped = look.ramp(look.noise((0.9, 0.5, 2.6), 6, 1.6), 0.42, 0.8)
    dust = tuple(c + 0.10 for c in colour)
    look.colour(look.mix(look.math("MULTIPLY", wiped, 0.4), colour, dust))
    return look.material


def screen(name: str, low: Colour, high: Colour, accent: Colour, strength: float):
    """Video wall: a calm deep gradient with two soft diagonal bands of light and a faint grid."""
    look = Look(name)
    place = look.node("SeparateXYZ")
    look.join(look.node("TexCoord").outputs["Generated"], place.inputs[0])
    u, v = place.outputs[0], place.outputs[2]
    ground = look.mix(look.ramp(v, 0.0, 1.0), low, high)
    bend = look.math("MULTIPLY", look.noise((0.35, 0.35, 0.35), 2), 0.45)
    slant = look.math("ADD", look.math("ADD", u, look.math("MULTIPLY", v, 0.55)), bend)
    for centre, half, share in ((0.62, 0.16, 0.55), (1.12, 0.22, 0.4), (1.3, 0.05, 0.5)):
        away = look.math("ABSOLUTE", look.math("SUBTRACT", slant, centre), 0)
        band = look.math("MULTIPLY", look.ramp(away, half, 0.0), share)
        ground = look.mix(band, ground, accent)
    light = look.node("Emission")
    light.inputs["Strength"].default_value = strength
    look.join(ground, light.inputs["Color"])
    look.join(light.outputs[0], look.output.inputs["Surface"])
    return look.material


def house_front(name: str, wall: Colour, window: Colour, size: tuple[float, float],
                lit_share: float, strength: float):
    """Far facade at dusk: a grid of windows of a size (width, height), lit_share of them lit."""
    look = Look(name, 0.9)
    tone, joint = _courses(look, "xz", size, min(size) * 0.55, 0.0)
    lit = look.math("MULTIPLY", look.math("LESS_THAN", tone, lit_share),
                    look.math("SUBTRACT", 1.0, joint))
    look.colour(wall)
    look.shader.inputs["Emission Color"].default_value = (*window, 1.0)
    look.join(look.math("MULTIPLY", lit, strength), look.shader.inputs["Emission Strength"])
    return look.material


def dusk_sky(name: str, strength: float, sun_u: float) -> None:
    """World: an evening sky, glowing at the horizon around sun_u (x direction in -1..1), above
    it rose and then blue; it lights the scene and is what the camera sees behind it."""
    world = bpy.data.worlds.new(name)
    world.use_nodes = True
    bpy.context.scene.world = world
    tree = world.node_tree
    background = tree.nodes["Background"]

    def link(source, target) -> None:
        tree.links.new(source, target)

    def combine(operation: str, first, second):
        made = tree.nodes.new("ShaderNodeMath")
        made.operation = operation
        for socket, value in zip(made.inputs, (first, second), strict=False):
            if isinstance(value, int | float):
                socket.default_value = value
            else:
                link(value, socket)
        return made.outputs[0]

    place = tree.nodes.new("ShaderNodeSeparateXYZ")
    link(tree.nodes.new("ShaderNodeTexCoord").outputs["Generated"], place.inputs[0])
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    stops = ((0.0, (0.10, 0.085, 0.10)), (0.05, (0.95, 0.44, 0.17)), (0.16, (0.74, 0.37, 0.27)),
             (0.32, (0.34, 0.28, 0.37)), (0.55, (0.125, 0.175, 0.32)), (1.0, (0.035, 0.07, 0.18)))
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.0, 1.0
    for place_at, _ in stops[1:-1]:
        ramp.color_ramp.elements.new(place_at)
    for element, (place_at, colour) in zip(ramp.color_ramp.elements, stops, strict=True):
        element.position, element.color = place_at, (*colour, 1.0)
    # Away from the sun the bands sit lower, so the glow leans to one side.
    lean = combine("MULTIPLY", combine("ABSOLUTE", combine("SUBTRACT", place.outputs[0], sun_u),
                                       0), 0.3)
    cloud = tree.nodes.new("ShaderNodeTexNoise")
    cloud.inputs["Scale"].default_value = 3.0
    cloud.inputs["Detail"].default_value = 5.0
    stretch = tree.nodes.new("ShaderNodeMapping")
    stretch.inputs["Scale"].default_value = (0.5, 0.5, 5.0)
    link(tree.nodes["Texture Coordinate"].outputs["Generated"], stretch.inputs["Vector"])
    link(stretch.outputs[0], cloud.inputs["Vector"])
    drift = combine("MULTIPLY", combine("SUBTRACT", cloud.outputs["Fac"], 0.5), 0.16)
    link(combine("ADD", combine("ADD", combine("MAXIMUM", place.outputs[2], 0.0), lean), drift),
         ramp.inputs[0])
    link(ramp.outputs[0], background.inputs["Color"])
    background.inputs["Strength"].default_value = strength
